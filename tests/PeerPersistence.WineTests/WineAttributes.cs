namespace PeerPersistence.WineTests;

/// <summary>A test that needs Wine: skipped, with the reason, where it is neither there nor can be installed.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class WineFactAttribute : FactAttribute
{
    public WineFactAttribute() => Skip = Wine.Missing;
}

/// <inheritdoc cref="WineFactAttribute"/>
[AttributeUsage(AttributeTargets.Method)]
public sealed class WineTheoryAttribute : TheoryAttribute
{
    public WineTheoryAttribute() => Skip = Wine.Missing;
}
