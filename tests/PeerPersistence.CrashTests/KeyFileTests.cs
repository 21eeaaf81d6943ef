using PeerPersistence.CrashTests.Simulation;

namespace PeerPersistence.CrashTests;

/// <summary>A key file that is there is whole, and stays: whoever sealed something under it lost everything otherwise.</summary>
public sealed class KeyFileTests
{
    private static readonly string KeyPath = Path.GetFullPath("/keys/test.key");

    private static readonly byte[] Key = [.. Enumerable.Range(0, 40).Select(i => (byte)i)];

    [Fact]
    public async Task TryCreateAsync_PowerCutAtAnyInstant_LeavesAWholeFileOrNone()
    {
        var disk = new SimulatedDisk();
        (await CreateAsync(disk)).Should().BeTrue();

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
    public async Task TryCreateAsync_AnyCallFails_TellsAndLeavesAWholeFileOrNone()
    {
        var counted = new SimulatedDisk();
        await CreateAsync(counted);
        var calls = counted.Calls.Count;
        for (var failing = 0; failing < calls; failing++)
        {
            foreach (var effect in Enum.GetValues<FaultEffect>())
            {
                var disk = new SimulatedDisk { Faults = (number, _) => number == failing ? new(effect, Fault.NoSpace) : null };

                await disk.Awaiting(CreateAsync).Should().ThrowAsync<IOException>();

                disk.Faults = null;
                if (disk.Paths.Contains(KeyPath))
                    disk[KeyPath].Should().Equal(Key);
                await CreateAsync(disk);
                disk[KeyPath].Should().Equal(Key, "the next try makes it");
            }
        }
    }

    /// <summary>One process is killed between making the key file and making its name durable; another one seals with the key; the power goes.</summary>
    [Fact]
    public async Task WrapAsync_MadeByAProcessThatWasKilled_IsDurableBeforeAnythingIsSealedWithIt()
    {
        var first = new SimulatedDisk();
        await new KeyFileProvider(KeyPath, first).WrapAsync(new byte[32], default);
        var (states, random) = (0, new Random(1));
        for (var killed = 1; killed <= first.Trace.Count; killed++)
        {
            var disk = new SimulatedDisk(first.Trace.Take(killed));
            var wrapped = await new KeyFileProvider(KeyPath, disk).WrapAsync(new byte[32], default);
            var cut = new PowerCut();
            foreach (var happened in disk.Trace)
                cut.Apply(happened, random);
            foreach (var image in Enumerable.Range(0, 50).Select(_ => cut.Chance(random)).Append(cut.NothingUnsynced()))
            {
                (await new KeyFileProvider(KeyPath, new SimulatedDisk(image)).UnwrapAsync(wrapped, default)).Should().Equal(new byte[32], "killed after {0}", killed);
                states++;
            }
        }

        states.Should().BeGreaterThan(250);
    }

    [Fact]
    public async Task WrapAsync_ItCannotBeToldWhetherTheFileIsThere_MakesNone()
    {
        var disk = new SimulatedDisk();
        var provider = new KeyFileProvider(KeyPath, disk);
        var wrapped = await provider.WrapAsync(new byte[32], default);
        var before = disk[KeyPath];
        disk.Faults = (_, call) => call == DiskCall.Find ? new(FaultEffect.Before, Fault.InputOutput) : null;

        await provider.Awaiting(one => one.WrapAsync(new byte[32], default).AsTask()).Should().ThrowAsync<SecretUnavailableException>();
        await provider.Awaiting(one => one.UnwrapAsync(wrapped, default).AsTask()).Should().ThrowAsync<SecretUnavailableException>();

        disk[KeyPath].Should().Equal(before);
    }

    private static Task<bool> CreateAsync(SimulatedDisk disk) =>
        PrivateFile.TryCreateAsync(disk, KeyPath, Key, TimeProvider.System, BoundedRename.Patience, CancellationToken.None);
}
