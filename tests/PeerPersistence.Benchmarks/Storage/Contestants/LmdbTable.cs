using System.Runtime.InteropServices;
using System.Text;
using LightningDB;

namespace PeerPersistence.Benchmarks.Storage;

/// <summary>LMDB by LightningDB, as it comes: every transaction is synced.</summary>
internal sealed class LmdbTable : ITable
{
    private const long MostBytes = 1L << 30;

    // The package's own wants a newer glibc than some systems have; theirs does as well (Debian: liblmdb0).
    static LmdbTable() => NativeLibrary.SetDllImportResolver(
        typeof(LightningEnvironment).Assembly, (name, assembly, path) => TryLoad(name, path, out var own) ? own : 0);

    private readonly LightningEnvironment _environment;
    private readonly LightningDatabase _database;

    /// <exception cref="DllNotFoundException">Its native part does not load here.</exception>
    public LmdbTable(string folder)
    {
        // An environment that could not be made would end the process when it is finalized.
        if (!TryLoad("lmdb", null, out _))
            throw new DllNotFoundException("liblmdb must load (was not found).");
        _environment = new(folder, new EnvironmentConfiguration { MapSize = MostBytes });
        _environment.Open();
        using var transaction = _environment.BeginTransaction();
        _database = transaction.OpenDatabase();
        Check(transaction.Commit());
    }

    public void Set(IEnumerable<KeyValuePair<string, byte[]>> records)
    {
        using var transaction = _environment.BeginTransaction();
        foreach (var (key, value) in records)
            Check(transaction.Put(_database, Encoding.UTF8.GetBytes(key), value));
        Check(transaction.Commit());
    }

    public byte[] Get(string key)
    {
        using var transaction = _environment.BeginTransaction(TransactionBeginFlags.ReadOnly);
        var (code, _, value) = transaction.Get(_database, Encoding.UTF8.GetBytes(key));
        Check(code);
        return value.CopyToNewArray();
    }

    public int Scan()
    {
        using var transaction = _environment.BeginTransaction(TransactionBeginFlags.ReadOnly);
        using var cursor = transaction.CreateCursor(_database);
        var count = 0;
        for (; cursor.Next() is (MDBResultCode.Success, var key, var value); count++)
            _ = (Encoding.UTF8.GetString(key.AsSpan()), value.CopyToNewArray());
        return count;
    }

    public void Dispose()
    {
        _database.Dispose();
        _environment.Dispose();
    }

    private static bool TryLoad(string name, DllImportSearchPath? path, out nint library) =>
        NativeLibrary.TryLoad(name, typeof(LightningEnvironment).Assembly, path, out library)
        || NativeLibrary.TryLoad("liblmdb.so.0", out library);

    private static void Check(MDBResultCode code)
    {
        if (code != MDBResultCode.Success)
            throw new InvalidOperationException($"LMDB must succeed (was {code}).");
    }
}
