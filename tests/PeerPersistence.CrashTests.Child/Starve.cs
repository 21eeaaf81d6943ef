using System.Buffers.Binary;
using System.Globalization;

namespace PeerPersistence.CrashTests.Child;

/// <summary>Writes and compacts while there is hardly any memory, and compares what is there with what was said.</summary>
/// <remarks>Run with a hard limit of the heap. It waits without needing memory itself, so that it knows of every commit how it ended.</remarks>
internal sealed class Starve
{
    private const int Writers = 4;
    private const int KeysEach = 2500;

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    // Waiting for it needs no memory.
    private static readonly ManualResetEvent s_never = new(initialState: false);

    private readonly string[] _keys = [.. Enumerable.Range(0, Writers * KeysEach).Select(n => $"a key that is not too short: {n:D6}")];

    // Of each key: the last version that was acknowledged, and the one of which nobody knows; 0: it is absent.
    private readonly int[] _known = new int[Writers * KeysEach];
    private readonly int[] _unknown = new int[Writers * KeysEach];
    private readonly byte[]?[] _ballast = new byte[1 << 20][];
    private readonly FileStoreOptions _options = new() { CompactionFloorBytes = 64 * 1024 };
    private readonly Random _random;
    private readonly string _path;
    private FileKeyValueStore _store = null!;
    private int _smallest;
    private int _acknowledged;
    private int _refused;
    private int _notSent;
    private int _bare;
    private int _untaken;
    private int _reopened;
    private int _version;
    private volatile bool _mayGo;

    private Starve(string path, int seed) => (_path, _random) = (path, new(seed));

    public static async Task<int> RunAsync(string path, int seed, int rounds)
    {
        var starve = new Starve(path, seed) { _smallest = seed % 2 == 0 ? 60_000 : 20_000 };
        starve._store = await FileKeyValueStore.OpenAsync(path, starve._options);
        AppDomain.CurrentDomain.UnhandledException += (_, e) =>
        {
            Array.Clear(starve._ballast);
            Console.Error.WriteLine(e.ExceptionObject);
        };

        // The first round has memory, so that all code and its fields are there.
        for (var round = 0; round <= rounds; round++)
            await starve.RoundAsync(round);
        await starve.ReopenAsync();
        await starve.VerifyAsync("in the end");
        await starve._store.DisposeAsync();
        Console.WriteLine(
            $"{starve._acknowledged} acknowledged, {starve._refused} refused, {starve._notSent} not sent, {starve._bare} bare, "
                + $"{starve._untaken} untaken, {starve._reopened} reopened; heap {GC.GetGCMemoryInfo().TotalAvailableMemoryBytes >> 20} MB");
        return 0;
    }

    private async Task RoundAsync(int round)
    {
        var threads = Enumerable.Range(0, Writers).Select(n => new Thread(() => Write(n, n + round * Writers))).ToList();
        threads.Add(new(Compact));
        _mayGo = false;
        threads.ForEach(thread => thread.Start());
        if (round > 0)
            Fill();
        _mayGo = true;
        threads.ForEach(thread => thread.Join());
        Array.Clear(_ballast);
        GC.Collect();
        try
        {
            await _store.GetAsync(_keys[0]);
        }
        catch (PeerPersistenceException e) when (e.Message.Contains("Open the store again", StringComparison.Ordinal))
        {
            await ReopenAsync();
        }

        await VerifyAsync($"round {round}");
    }

    private async Task ReopenAsync()
    {
        _reopened++;
        await _store.DisposeAsync();
        _store = await FileKeyValueStore.OpenAsync(_path, _options);
    }

    /// <summary>Takes all memory there is in pieces of some size, and gives a little of it back.</summary>
    private void Fill()
    {
        var count = 0;
        foreach (var size in new[] { 1 << 20, 200_000, _smallest })
        {
            try
            {
                while (count < _ballast.Length)
                    _ballast[count++] = new byte[size];
            }
            catch (OutOfMemoryException)
            {
                // The next size.
            }
        }

        for (var n = 4 + _random.Next(16); n > 0; n--)
            _ballast[count - n] = null;
    }

    private void Write(int writer, int seed)
    {
        var random = new Random(seed);
        AwaitGo();
        for (var n = 0; n < 400; n++)
        {
            var (first, count, version) = (writer * KeysEach + random.Next(KeysEach - 8), random.Next(8) == 0 ? 8 : 1, Interlocked.Increment(ref _version));
            Task<bool> commit;
            try
            {
                var batch = new KeyValueBatch();
                for (var i = first; i < first + count; i++)
                    batch.Set(_keys[i], Value(version));
                commit = _store.CommitAsync(batch).AsTask();
            }
            catch (OutOfMemoryException)
            {
                Interlocked.Increment(ref _notSent);
                continue;
            }
            catch (PeerPersistenceException)
            {
                Interlocked.Increment(ref _refused);
                continue;
            }

            Wait(commit, "a commit");
            var took = commit.IsCompletedSuccessfully;
            if (!took && !Expect(commit))
                Array.Fill(_unknown, version, first, count);
            if (took)
            {
                Array.Fill(_known, version, first, count);
                Interlocked.Increment(ref _acknowledged);
            }
        }
    }

    /// <returns>Whether nothing was committed, for certain.</returns>
    private bool Expect(Task commit)
    {
        while (true)
        {
            try
            {
                var e = commit.Exception!.InnerException!;
                var isCertain = e.Message.Contains("Nothing was committed", StringComparison.Ordinal);
                Interlocked.Increment(ref e is OutOfMemoryException ? ref _bare : ref isCertain ? ref _refused : ref _untaken);
                return isCertain;
            }
            catch (OutOfMemoryException)
            {
                Thread.Yield();
            }
        }
    }

    private void Compact()
    {
        AwaitGo();
        try
        {
            Wait(_store.CompactAsync(), "a compaction");
        }
        catch (Exception e) when (e is OutOfMemoryException or PeerPersistenceException)
        {
            // The next round compacts again.
        }
    }

    private void AwaitGo()
    {
        while (!_mayGo)
            s_never.WaitOne(1);
    }

    private void Wait(Task task, string what)
    {
        for (var begun = TimeProvider.System.GetTimestamp(); !task.IsCompleted;)
        {
            // Whoever cannot be told for want of memory is told when there is some.
            if (TimeProvider.System.GetElapsedTime(begun) > Patience / 30)
                Array.Clear(_ballast);
            if (TimeProvider.System.GetElapsedTime(begun) > Patience)
                Environment.FailFast(what + " must end (hangs).");
            s_never.WaitOne(1);
        }
    }

    private async Task VerifyAsync(string when)
    {
        for (var i = 0; i < _keys.Length; i++)
        {
            var value = await _store.GetAsync(_keys[i]);
            var found = value is { } bytes ? BinaryPrimitives.ReadInt32LittleEndian(bytes.Span) : 0;
            if (found != _known[i] && (found != _unknown[i] || found == 0))
            {
                throw new InvalidOperationException(string.Create(
                    CultureInfo.InvariantCulture, $"{when}: '{_keys[i]}' must be {_known[i]} or {_unknown[i]} (is {found})."));
            }

            if (value is { } all && !all.Span.SequenceEqual(Value(found)))
                throw new InvalidOperationException($"{when}: '{_keys[i]}' has other bytes.");
            (_known[i], _unknown[i]) = (found, 0);
        }
    }

    private static byte[] Value(int version)
    {
        var value = new byte[4 + (version % 97 == 0 ? 20_000 : version % 700)];
        value.AsSpan().Fill((byte)version);
        BinaryPrimitives.WriteInt32LittleEndian(value, version);
        return value;
    }
}
