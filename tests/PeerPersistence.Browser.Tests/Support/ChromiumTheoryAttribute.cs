
namespace PeerPersistence.Browser.Tests.Support;

/// <summary>As <see cref="ChromiumFactAttribute"/>, with data.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class ChromiumTheoryAttribute : TheoryAttribute
{
    /// <summary>Looks for Chromium, and has it installed where that is possible.</summary>
    public ChromiumTheoryAttribute() => Skip = Chromium.Missing;
}

/// <summary>A test that takes long: it runs where <c>PEERS_LONG_BROWSER_TESTS=1</c>.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class LongChromiumFactAttribute : FactAttribute
{
    /// <summary>Looks for the variable, then for Chromium.</summary>
    public LongChromiumFactAttribute() => Skip = Environment.GetEnvironmentVariable("PEERS_LONG_BROWSER_TESTS") == "1"
        ? Chromium.Missing
        : "It takes long: PEERS_LONG_BROWSER_TESTS=1 runs it";
}
