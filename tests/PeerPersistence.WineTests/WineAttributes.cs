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

/// <summary>A test that takes many minutes: skipped unless <c>PEERPERSISTENCE_WINE_ALL</c> is set.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class LongWineTheoryAttribute : TheoryAttribute
{
    public LongWineTheoryAttribute() =>
        Skip = Environment.GetEnvironmentVariable("PEERPERSISTENCE_WINE_ALL") is null ? "Takes many minutes: set PEERPERSISTENCE_WINE_ALL." : Wine.Missing;
}
