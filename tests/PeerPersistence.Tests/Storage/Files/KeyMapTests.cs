using System.Runtime.CompilerServices;

namespace PeerPersistence.Tests.Storage.Files;

public sealed class KeyMapTests : IDisposable
{
    private readonly TempFolder _folder = new();
    private readonly LogFile _log;
    private readonly KeyMap _map;

    public KeyMapTests()
    {
        _log = LogFile.Start(PhysicalFileSystem.Instance.Create(_folder.StorePath));
        _map = new(_log, new());
    }

    public void Dispose()
    {
        _log.Release();
        _folder.Dispose();
    }

    [Fact]
    public void Touched_ChangedCopiedAndRemovedKeys_AreThoseThatAreStillToBeCopied()
    {
        Set("before");
        _map.StartTracking();
        foreach (var key in new[] { "a", "b", "c", "\uD800 half a pair" })
            Set(key);
        Apply("c", null);
        _map.TryLocateToCopy("a", out _, out var file).Should().BeTrue();
        file.Release();

        _map.Touched().Should().BeEquivalentTo("b", "c", "\uD800 half a pair");
        _map.TouchedCount.Should().Be(3);
    }

    [Fact]
    public void Touched_ManyChangedAndCopiedKeys_AreAllButThose()
    {
        _map.StartTracking();
        for (var i = 0; i < 20_000; i++)
        {
            Set($"a rather long key, of which many take much room: {i}");
            if (i % 10 == 0)
                continue;
            _map.TryLocateToCopy($"a rather long key, of which many take much room: {i}", out _, out var file);
            file.Release();
        }

        _map.Touched().Should().BeEquivalentTo(
            Enumerable.Range(0, 2000).Select(i => $"a rather long key, of which many take much room: {i * 10}"));
    }

    [Fact]
    public void Apply_WhileTracking_HoldsNoKeyAsAString()
    {
        SetMany();
        _map.StartTracking();
        var key = SetAnew("0");
        SetMany();
        GC.Collect();

        key.IsAlive.Should().BeFalse();
        _map.Touched().Should().Contain("0");
    }

    /// <summary>So many that the log of changes has let go of those before.</summary>
    private void SetMany()
    {
        for (var i = 0; i < 3 * ChangeLog.Capacity; i++)
            Set($"{i}");
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private WeakReference SetAnew(string key)
    {
        var copy = new string(key.AsSpan());
        Set(copy);
        return new(copy);
    }

    private void Set(string key) => Apply(key, new byte[1]);

    private void Apply(string key, byte[]? value) => _map.Apply(
        [CommitFrames.Encode(new() { [key] = value is null ? null : new ReadOnlyMemory<byte>(value) }, isWhole: false, nameof(value))]);
}
