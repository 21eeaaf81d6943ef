using System.Globalization;
using PeerPersistence.Benchmarks.Storage;

namespace PeerPersistence.Benchmarks.Identities;

/// <summary>What identities that are open hold.</summary>
internal static class ResourceTable
{
    public static string Of(int open, Resources held)
    {
        var table = new MarkdownTable("held", "in all", "an identity", "a peer");
        Add("managed, bytes", held.Managed);
        Add("resident, bytes", held.Resident);
        Add("handles", held.Handles);
        Add("threads", held.Threads);
        return string.Create(CultureInfo.InvariantCulture, $"{open:#,0} opened by a read and idle:\n\n{table}");

        void Add(string name, double value) => table.Add(name, Figure.Of(value), Figure.Of(value / open), Figure.Of(value / open / IdentityPlan.Peers));
    }
}
