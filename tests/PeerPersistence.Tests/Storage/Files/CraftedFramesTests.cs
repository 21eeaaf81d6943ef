namespace PeerPersistence.Tests.Storage.Files;

/// <summary>Frames that nobody wrote, made to keep a reader busy or to lead it astray.</summary>
public sealed class CraftedFramesTests : IDisposable
{
    private const uint Salt = 7;
    private static readonly byte[] Entry = EntryOf("key", "value"u8.ToArray());

    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task FindNext_HeadersThatAllClaimTheRest_ReadsTheFileAFewTimesOnly()
    {
        const int Headers = 20_000;
        var bytes = new byte[FileHeader.Length + Headers * FrameHeader.Length + 1];
        FileHeader.Encode(Salt).CopyTo(bytes, 0);
        for (var i = 0; i < Headers; i++)
        {
            var offset = FileHeader.Length + i * FrameHeader.Length;
            new FrameHeader(Salt, i + 1, bytes.Length - offset - FrameHeader.Length - 1, 0).Encode(bytes.AsSpan(offset));
        }

        bytes[^1] = FrameHeader.End;
        await File.WriteAllBytesAsync(_folder.StorePath, [.. bytes, .. Frame(1, Entry)]);
        using var file = PhysicalFileSystem.Instance.Open(_folder.StorePath, FileAccess.Read);
        var scanner = new FrameScanner(new(file), Salt);

        var found = scanner.FindNext(FileHeader.Length, default);

        found.Should().Be(bytes.Length, "the whole frame behind them is still found");
        scanner.ReadInVain.Should().BeLessThan(5L * bytes.Length + Headers * 4096L);
    }

    [Fact]
    public async Task FindNext_Cancelled_StopsAmongCandidates()
    {
        var bytes = new byte[FileHeader.Length + 1000];
        FileHeader.Encode(Salt).CopyTo(bytes, 0);
        FrameHeader.Mark.CopyTo(bytes.AsSpan(600));
        await File.WriteAllBytesAsync(_folder.StorePath, bytes);
        using var file = PhysicalFileSystem.Instance.Open(_folder.StorePath, FileAccess.Read);

        var find = () => new FrameScanner(new(file), Salt).FindNext(FileHeader.Length, new CancellationToken(canceled: true));

        find.Should().Throw<OperationCanceledException>();
    }

    /// <summary>A file of a terabyte that takes no room holds nothing but zeros, and takes hours to read.</summary>
    [Fact]
    public async Task Read_ZerosThatFollowCancelled_Stops()
    {
        await File.WriteAllBytesAsync(_folder.StorePath, [.. FileHeader.Encode(Salt), .. Frame(1, Entry), .. new byte[1000]]);
        using var file = PhysicalFileSystem.Instance.Open(_folder.StorePath, FileAccess.Read);
        var (window, cancelled) = (new FileWindow(file), new CancellationToken(canceled: true));

        FluentActions.Invoking(() => Zeros.Reach(window, 0, window.Length, cancelled)).Should().Throw<OperationCanceledException>();
        FluentActions.Invoking(() => Zeros.Begin(window, 0, window.Length, cancelled)).Should().Throw<OperationCanceledException>();
        LogReader.Read(file, default).FramesRead.Should().Be(1);
    }

    [Theory]
    [InlineData(long.MaxValue)]
    [InlineData(long.MaxValue - 1)]
    [InlineData(1L << 40)]
    public async Task OpenAsync_AFrameFromTheFarFuture_IsDamage(long sequence)
    {
        await File.WriteAllBytesAsync(_folder.StorePath, [.. FileHeader.Encode(Salt), .. Frame(1, Entry), .. Frame(sequence, EntryOf("planted", [1]))]);

        await using (var store = await FileKeyValueStore.OpenAsync(_folder.StorePath))
        {
            (await store.GetTextAsync("key")).Should().Be("value");
            (await store.GetAsync("planted")).Should().BeNull();
            store.Recovery.BytesCut.Should().BePositive();
            await store.SetTextAsync("more", "1");
        }

        await using var again = await FileKeyValueStore.OpenAsync(_folder.StorePath);
        again.Recovery.IsClean.Should().BeTrue();
        (await again.GetTextAsync("more")).Should().Be("1");
    }

    [Fact]
    public async Task OpenAsync_ManyPartsOfCommitsThatNeverEnd_KeepsWhatIsWhole()
    {
        List<byte> bytes = [.. FileHeader.Encode(Salt)];
        for (var i = 0; i < 2000; i++)
        {
            bytes.AddRange(Frame((2 * i) + 1, EntryOf($"part-{i}", [1]), parts: 2));
            bytes.AddRange(Frame((2 * i) + 2, EntryOf($"whole-{i}", [2])));
        }

        await File.WriteAllBytesAsync(_folder.StorePath, [.. bytes]);

        await using var store = await FileKeyValueStore.OpenAsync(_folder.StorePath);

        (await store.AllAsync()).Keys.Should().Equal(Enumerable.Range(0, 2000).Select(i => $"whole-{i}").Order(StringComparer.Ordinal));
    }

    private static byte[] EntryOf(string key, byte[] value)
    {
        var entry = new byte[EntryCodec.Measure(key, value.Length)];
        value.CopyTo(entry.AsMemory(EntryCodec.WriteKey(entry, key, value.Length)));
        return entry;
    }

    private static byte[] Frame(long sequence, byte[] payload, int parts = 1)
    {
        var frame = new byte[FrameHeader.Length + payload.Length + 1];
        new FrameHeader(Salt, sequence, payload.Length, Crc32C.Compute(payload), Parts: parts).Encode(frame);
        payload.CopyTo(frame, FrameHeader.Length);
        frame[^1] = FrameHeader.End;
        return frame;
    }
}
