namespace PeerPersistence.CrashTests.Simulation;

/// <summary>A file as the disk knows it, whatever its names are and whoever has it open.</summary>
internal sealed class Inode(int id)
{
    public int Id => id;

    public Bytes Content { get; } = new();

    public int Openers { get; set; }

    public SimulatedFile? Holder { get; set; }
}
