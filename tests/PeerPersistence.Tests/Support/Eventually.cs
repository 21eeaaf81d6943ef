namespace PeerPersistence.Tests;

/// <summary>Waits for what another thread is about to do, without a clock.</summary>
internal static class Eventually
{
    private const int Patience = 50_000_000;

    public static async Task Until(Func<bool> condition)
    {
        for (var i = 0; !condition(); i++)
        {
            if (i == Patience)
                throw new TimeoutException("It should have happened by now.");
            await Task.Yield();
        }
    }

    /// <summary>The same, for those who cannot await.</summary>
    public static void Spin(Func<bool> condition)
    {
        for (var i = 0; !condition(); i++)
        {
            if (i == Patience)
                throw new TimeoutException("It should have happened by now.");
            Thread.Yield();
        }
    }

    /// <summary>Waits until the list is as long as expected, then compares.</summary>
    public static async Task Equal(Func<IReadOnlyCollection<string>> actual, params string[] expected)
    {
        await Until(() => actual().Count >= expected.Length);
        actual().Should().Equal(expected);
    }
}
