namespace PeerPersistence.FuzzTests;

/// <summary>Something that reads bytes which anybody may have written.</summary>
/// <param name="Name">Also the folder of its corpus.</param>
/// <param name="ReadAsync">Reads them. <c>false</c>: refused, as documented. Whatever it throws is a crash.</param>
/// <param name="Mend">Puts checksums right, so that what lies behind them is reached; <c>null</c>: there are none.</param>
internal sealed record FuzzTarget(string Name, Func<byte[], Task<bool>> ReadAsync, Action<byte[]>? Mend = null)
{
    public static string CorpusFolder => Path.Combine(Repository.Root, "tests", "PeerPersistence.FuzzTests", "Corpus");

    /// <summary>Sound inputs, and those that once did harm.</summary>
    public IReadOnlyList<byte[]> Corpus() =>
        [.. Directory.GetFiles(Path.Combine(CorpusFolder, Name)).Order(StringComparer.Ordinal).Select(File.ReadAllBytes)];

    public override string ToString() => Name;

    /// <summary>A reading that ends in one of its documented exceptions is refused.</summary>
    public static async Task<bool> RefusedBy<TRefusal>(Func<Task> read) where TRefusal : Exception
    {
        try
        {
            await read();
            return true;
        }
        catch (TRefusal)
        {
            return false;
        }
    }
}
