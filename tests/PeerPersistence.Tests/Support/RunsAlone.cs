namespace PeerPersistence.Tests;

/// <summary>Nothing else runs meanwhile: what these tests count, or set, is everybody's in the process.</summary>
[CollectionDefinition(nameof(RunsAlone), DisableParallelization = true)]
public sealed class RunsAlone;
