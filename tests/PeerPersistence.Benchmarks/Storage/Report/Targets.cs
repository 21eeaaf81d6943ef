using static PeerPersistence.Benchmarks.Storage.StoreMeasure;

namespace PeerPersistence.Benchmarks.Storage;

/// <summary>What is to be reached, and what was.</summary>
internal sealed class Targets
{
    private readonly MarkdownTable _table = new("target", "at", "to reach", "measured", "");

    public void Judge(string records, Samples<Contestant, StoreMeasure> samples)
    {
        AtMost("lone commit, × a bare append and sync", records, 1.5, Against(LoneCommit, Contestant.BareAppend));
        AtLeast("64 writers, × the bare group-commit loop", records, 0.7, Against(ManyWriters, Contestant.BareGroup));
        AtLeast("the same between compactions", records, 0.7, samples.Ratio((Contestant.FileStoreGrowing, ManyWriters), (Contestant.BareGroup, ManyWriters)));
        AtLeast("64 writers, × SQLite with a transaction each", records, 4, Against(ManyWriters, Contestant.SqlitePlain));
        AtLeast("64 writers, × SQLite with one batching writer", records, 1, Against(ManyWriters, Contestant.SqliteBatched));
        AtMost("open, ms", records, 500, samples.Median(Contestant.FileStore, Open));
        AtMost("size, × live data", records, 1.2, samples.Median(Contestant.FileStore, Size));

        double? Against(StoreMeasure measure, Contestant rival) => samples.Ratio((Contestant.FileStore, measure), (rival, measure));
    }

    public void Judge(string peers, (int Few, int Many) counts, Samples<ServiceOperation, int> samples)
    {
        ServiceOperation[] growing =
            [ServiceOperation.StoreNew, ServiceOperation.StoreNewAtCapacity, ServiceOperation.StoreKnown, ServiceOperation.Get, ServiceOperation.Update];
        foreach (var operation in growing)
            AtMost($"growth of {operation.Name}", peers, 2, samples.Ratio((operation, counts.Many), (operation, counts.Few)));
        AtMost("get with its secret, µs", peers, 30, samples.Median(ServiceOperation.GetWithSecret, counts.Many));
        AtMost("top 20, × LINQ in memory", peers, 3, samples.Ratio((ServiceOperation.Query, counts.Many), (ServiceOperation.Linq, counts.Many)));
    }

    public void Judge(string peers, MemoryUse memory) => AtMost("memory a peer, bytes", peers, 400, memory.Store + memory.Service);

    public override string ToString() => _table.ToString();

    private void AtMost(string name, string at, double limit, double? measured) => Add(name, at, "≤ " + Figure.Of(limit), measured, measured <= limit);

    private void AtLeast(string name, string at, double limit, double? measured) => Add(name, at, "≥ " + Figure.Of(limit), measured, measured >= limit);

    private void Add(string name, string at, string limit, double? measured, bool reached)
    {
        if (measured is not null)
            _table.Add(name, at, limit, Figure.Ratio(measured), reached ? "reached" : "missed");
    }
}
