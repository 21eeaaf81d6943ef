using PeerPersistence.CrashTests.Simulation;

namespace PeerPersistence.CrashTests;

/// <summary>A key file that is there is whole, and stays: whoever sealed something under it lost everything otherwise.</summary>
public sealed class KeyFileTests
{
    private const string KeyPath = "/keys/test.key";

    private static readonly byte[] Key = [.. Enumerable.Range(0, 40).Select(i => (byte)i)];

    [Fact]
    public void TryCreate_PowerCutAtAnyInstant_LeavesAWholeFileOrNone()
    {
        var disk = new SimulatedDisk();
        PrivateFile.TryCreate(disk, KeyPath, Key).Should().BeTrue();

        var (cut, random) = (new PowerCut(), new Random(1));
        foreach (var happened in disk.Trace)
        {
            cut.Apply(happened, random);
            foreach (var image in Enumerable.Range(0, 50).Select(_ => cut.Chance(random)).Append(cut.NothingUnsynced()).Append(cut.Killed()))
            {
                if (image.TryGetValue(KeyPath, out var found))
                    found.Should().Equal(Key);
            }
        }

        cut.NothingUnsynced().Should().ContainSingle().Which.Key.Should().Be(KeyPath, "it was acknowledged");
    }

    [Fact]
    public void TryCreate_AnyCallFails_TellsAndLeavesAWholeFileOrNone()
    {
        var calls = CallsOf(new SimulatedDisk());
        for (var failing = 0; failing < calls; failing++)
        {
            foreach (var effect in Enum.GetValues<FaultEffect>())
            {
                var disk = new SimulatedDisk { Faults = (number, _) => number == failing ? new(effect, Fault.NoSpace) : null };

                disk.Invoking(each => PrivateFile.TryCreate(each, KeyPath, Key)).Should().Throw<IOException>();

                disk.Faults = null;
                if (disk.Paths.Contains(KeyPath))
                    disk[KeyPath].Should().Equal(Key);
                PrivateFile.TryCreate(disk, KeyPath, Key);
                disk[KeyPath].Should().Equal(Key, "the next try makes it");
            }
        }
    }

    private static int CallsOf(SimulatedDisk disk)
    {
        PrivateFile.TryCreate(disk, KeyPath, Key);
        return disk.Calls.Count;
    }
}
