namespace PeerPersistence.CrashTests;

/// <summary>A test that runs where <c>PEERPERSISTENCE_SOAK</c> is more than 1.</summary>
internal sealed class SoakFactAttribute : FactAttribute
{
    public SoakFactAttribute() => Skip = Seeds.Soak > 1 ? null : "PEERPERSISTENCE_SOAK=2 runs it";
}
