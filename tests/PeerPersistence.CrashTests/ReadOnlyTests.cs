using PeerPersistence.CrashTests.Simulation;

namespace PeerPersistence.CrashTests;

/// <summary>Looking at a file while its owner writes to it.</summary>
public sealed class ReadOnlyTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(4)]
    public async Task Open_PartOfACommitIsThere_LooksAgainUntilAllIs(int half)
    {
        var (file, commits) = await Images.MakeAsync(commits: 6, keys: 6, valueLength: 100, closed: true);
        var (start, end) = Images.FramesOf(file)[half];
        var unfinished = file.ToArray();
        unfinished.AsSpan((start + end) / 2, (end - start) / 2).Clear();
        var looks = new Looks(unfinished, file[..^10], unfinished, file);

        await using var store = await OpenAsync(looks);

        (await StoreState.ReadAsync(store)).ToString().Should().Be(Images.StateOf(commits).ToString());
        store.Recovery.IsClean.Should().BeTrue();
        looks.Open.Should().Be(1, "only what is read from stays open");
    }

    [Fact]
    public async Task Open_EveryLookFindsAnotherCommitHalfWritten_SeesAllBeforeItAndNoDamage()
    {
        var (file, commits) = await Images.MakeAsync(commits: 6, keys: 6, valueLength: 100, closed: true);
        var halves = Images.FramesOf(file).Select(frame => file[..((frame.Start + frame.End) / 2)]).ToArray();
        var looks = new Looks(halves[3], halves[5]);

        await using var store = await OpenAsync(looks);

        (await StoreState.ReadAsync(store)).ToString().Should().Be(Images.StateOf(commits.Take(5)).ToString());
        store.Recovery.IsClean.Should().BeTrue();
        looks.Open.Should().Be(1);
    }

    [Fact]
    public async Task Open_CommitThatStaysHalfWritten_IsReported()
    {
        var (file, commits) = await Images.MakeAsync(commits: 6, keys: 6, valueLength: 100, closed: true);
        var (start, end) = Images.FramesOf(file)[5];

        await using var store = await OpenAsync(new(file[..((start + end) / 2)]));

        (await StoreState.ReadAsync(store)).ToString().Should().Be(Images.StateOf(commits.Take(5)).ToString());
        store.Recovery.Should().Be(new StoreRecoveryReport { FramesRead = 5, UnfinishedBytes = (start + end) / 2 - start });
    }

    [Fact]
    public async Task Open_DamageThatStaysAndACommitHalfWritten_ReportsTheDamage()
    {
        var (file, commits) = await Images.MakeAsync(commits: 6, keys: 6, valueLength: 100, closed: true);
        var frames = Images.FramesOf(file);
        file.AsSpan(frames[1].Start, frames[1].End - frames[1].Start).Fill(0x55);
        var halves = frames.Select(frame => file[..((frame.Start + frame.End) / 2)]).ToArray();

        await using var store = await OpenAsync(new(halves[4], halves[5]));

        (await StoreState.ReadAsync(store)).ToString().Should().Be(Images.StateOf(commits.Take(5).Where(commit => commit.Id != 2)).ToString());
        (store.Recovery.CommitsLost, store.Recovery.BytesCut).Should().Be((1L, (long)(frames[1].End - frames[1].Start)));
    }

    [Fact]
    public async Task Open_DamageThatStays_IsPassedOverAndReported()
    {
        var (file, commits) = await Images.MakeAsync(commits: 6, keys: 6, valueLength: 100, closed: true);
        var (start, end) = Images.FramesOf(file)[2];
        file.AsSpan(start, end - start).Fill(0x55);
        var looks = new Looks(file);

        await using var store = await OpenAsync(looks);

        (await StoreState.ReadAsync(store)).ToString().Should().Be(Images.StateOf(commits.Where(commit => commit.Id != 3)).ToString());
        (store.Recovery.CommitsLost, store.Recovery.BytesCut, store.Recovery.DamagedBytesPath).Should().Be((1L, (long)(end - start), null));
    }

    [Fact]
    public async Task Open_FileThatBecomesShorterMeanwhile_LooksAgain()
    {
        var (file, commits) = await Images.MakeAsync(commits: 6, keys: 6, valueLength: 100, closed: true);
        var looks = new Looks(file) { CutOnce = true };

        await using var store = await OpenAsync(looks);

        (await StoreState.ReadAsync(store)).ToString().Should().Be(Images.StateOf(commits).ToString());
    }

    private static Task<FileKeyValueStore> OpenAsync(Looks looks) =>
        FileKeyValueStore.OpenAsync(Script.Path, new() { ReadOnly = true }, looks, CancellationToken.None);

    /// <summary>Files that only can be opened and read: at each look the next image, the last one for good.</summary>
    private sealed class Looks(params byte[][] images) : IFileSystem
    {
        private int _next;

        public bool CutOnce { get; set; }

        public int Open { get; private set; }

        public string Resolve(string path) => path;

        IFile IFileSystem.Open(string path, FileAccess access)
        {
            access.Should().Be(FileAccess.Read);
            Open++;
            return new Look(this, images[Math.Min(_next++, images.Length - 1)]);
        }

        public IDisposable Lock(string path) => throw new NotSupportedException();

        public FileStatus? Find(string path) => throw new NotSupportedException();

        public IFile Create(string path) => throw new NotSupportedException();

        public bool TryReplace(string from, string to) => throw new NotSupportedException();

        public void Rename(string from, string to) => throw new NotSupportedException();

        public bool TryName(string path, string name) => throw new NotSupportedException();

        public void Delete(string path) => throw new NotSupportedException();

        public void CreateFolder(string path) => throw new NotSupportedException();

        public void SyncFolder(string path) => throw new NotSupportedException();

        private sealed class Look(Looks looks, byte[] image) : IFile
        {
            public long Length => image.Length;

            public FileStatus Status => new(null, image.Length);

            public bool IsOursAlone => false;

            public bool TryLock() => throw new NotSupportedException();

            public void MakePrivate() => throw new NotSupportedException();

            public int Read(long offset, Span<byte> destination)
            {
                var bytes = looks.CutOnce ? [] : image.AsSpan((int)Math.Min(offset, image.Length));
                looks.CutOnce = false;
                bytes = bytes[..Math.Min(bytes.Length, destination.Length)];
                bytes.CopyTo(destination);
                return bytes.Length;
            }

            public void Write(long offset, ReadOnlySpan<byte> source) => throw new NotSupportedException();

            public void SetLength(long length) => throw new NotSupportedException();

            public void Sync() => throw new NotSupportedException();

            public void Dispose() => looks.Open--;
        }
    }
}
