namespace PeerPersistence.Tests.Protection.Providers;

public class DpapiProviderTests
{
    private static readonly byte[] DataKey = [.. Enumerable.Range(0, 32).Select(i => (byte)i)];

    [WindowsFact]
    public async Task WrapAndUnwrap_SameUser_RoundTrip()
    {
        var provider = new DpapiProvider();
        var wrapped = await provider.WrapAsync(DataKey, new byte[] { 1 });

        (await provider.UnwrapAsync(wrapped, new byte[] { 1 })).Should().Equal(DataKey);
        await FluentActions.Awaiting(async () => await provider.UnwrapAsync(wrapped, new byte[] { 2 })).Should().ThrowAsync<SecretUnavailableException>();
    }

    [ElsewhereFact]
    public async Task AnyCall_NotOnWindows_NamesTheWayOut()
    {
        Func<Task>[] calls = [async () => await new DpapiProvider().WrapAsync(DataKey, default), async () => await new DpapiProvider().UnwrapAsync(DataKey, default)];

        foreach (var call in calls)
            (await call.Should().ThrowAsync<SecretUnavailableException>()).WithMessage("*Windows*PassphraseProvider*DelegateKeyProvider*");
    }

    [AttributeUsage(AttributeTargets.Method)]
    private sealed class WindowsFactAttribute : FactAttribute
    {
        public WindowsFactAttribute() => Skip = OperatingSystem.IsWindows() ? null : "DPAPI is a part of Windows.";
    }

    [AttributeUsage(AttributeTargets.Method)]
    private sealed class ElsewhereFactAttribute : FactAttribute
    {
        public ElsewhereFactAttribute() => Skip = OperatingSystem.IsWindows() ? "DPAPI is there." : null;
    }
}
