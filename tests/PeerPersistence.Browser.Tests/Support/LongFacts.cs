namespace PeerPersistence.Browser.Tests.Support;

/// <summary>A test in Chromium that takes long: it runs where <c>PEERS_LONG_BROWSER_TESTS=1</c>.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class LongChromiumFactAttribute : FactAttribute
{
    /// <summary>Looks for the variable, then for Chromium.</summary>
    public LongChromiumFactAttribute() => Skip = LongTests.Reason ?? Chromium.Missing;
}

/// <summary>A test in Firefox, which takes long: it runs where <c>PEERS_LONG_BROWSER_TESTS=1</c>.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class LongFirefoxFactAttribute : FactAttribute
{
    /// <summary>Looks for the variable, then for Firefox.</summary>
    public LongFirefoxFactAttribute() => Skip = LongTests.Reason ?? Firefox.Missing;
}

/// <summary>A test that takes long and needs no browser: it runs where <c>PEERS_LONG_BROWSER_TESTS=1</c>.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class LongFactAttribute : FactAttribute
{
    /// <summary>Looks for the variable.</summary>
    public LongFactAttribute() => Skip = LongTests.Reason;
}

/// <summary>Whether tests run that take long.</summary>
internal static class LongTests
{
    /// <summary>Why they do not; <c>null</c>: they do.</summary>
    public static string? Reason { get; } = Environment.GetEnvironmentVariable("PEERS_LONG_BROWSER_TESTS") == "1"
        ? null
        : "It takes long: PEERS_LONG_BROWSER_TESTS=1 runs it";
}
