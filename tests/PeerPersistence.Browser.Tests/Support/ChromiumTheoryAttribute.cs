
namespace PeerPersistence.Browser.Tests.Support;

/// <summary>As <see cref="ChromiumFactAttribute"/>, with data.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class ChromiumTheoryAttribute : TheoryAttribute
{
    /// <summary>Looks for Chromium, and has it installed where that is possible.</summary>
    public ChromiumTheoryAttribute() => Skip = Chromium.Missing;
}
