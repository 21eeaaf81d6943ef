using System.Globalization;
using System.Text;
using static PeerPersistence.Testing.StoreProbe;

namespace PeerPersistence.Testing;

/// <summary>Accounts between which sums are moved while others scan; the total never changes, unless a commit is seen by halves.</summary>
internal static class Transfers
{
    private const int Accounts = 8;
    private const int Total = Accounts * 100;
    private const int Moves = 50;
    private const int Scans = 300;

    public static async Task NeverHalfAsync(IKeyValueStore writing, IKeyValueStore reading, int seed)
    {
        var opening = new KeyValueBatch();
        for (var i = 0; i < Accounts; i++)
            opening.Set($"account {i}", "100");
        await writing.CommittedAsync(opening).ConfigureAwait(false);

        var (moves, scans) = (0, 0);
        var moving = TogetherAsync(2, async writer =>
        {
            for (var random = new Random(seed + writer); Volatile.Read(ref scans) < Scans; Interlocked.Increment(ref moves))
            {
                await MoveAsync(writing, random).ConfigureAwait(false);
                await Task.Yield(); // Where there is one thread, the readers get a turn.
            }
        });

        try
        {
            await TogetherAsync(2, async _ =>
            {
                while (!moving.IsCompleted)
                {
                    await CheckTotalAsync(reading, seed).ConfigureAwait(false);
                    await Task.Yield();
                    if (Volatile.Read(ref moves) > Moves)
                        Interlocked.Increment(ref scans);
                }
            }).ConfigureAwait(false);
        }
        finally
        {
            Volatile.Write(ref scans, Scans);
            await Task.WhenAny(moving).ConfigureAwait(false);
        }

        await moving.ConfigureAwait(false);
        await CheckTotalAsync(reading, seed).ConfigureAwait(false);
    }

    private static async Task MoveAsync(IKeyValueStore store, Random random)
    {
        string from = $"account {random.Next(Accounts)}", to = $"account {random.Next(Accounts)}";
        if (from == to)
            return;
        var (source, target) = (
            await store.ReadAsync(from).ConfigureAwait(false) ?? "", await store.ReadAsync(to).ConfigureAwait(false) ?? "");
        var amount = random.Next(1, 50);
        await store.CommitAsync(new KeyValueBatch()
            .ExpectText(from, source).Set(from, Sum(source, -amount))
            .ExpectText(to, target).Set(to, Sum(target, amount))).ConfigureAwait(false);
    }

    private static async Task CheckTotalAsync(IKeyValueStore store, int seed)
    {
        var found = (await store.ListAsync("account ").ConfigureAwait(false)).ConvertAll(pair => Encoding.UTF8.GetString(pair.Value.Span));
        var total = found.Sum(value => int.Parse(value, CultureInfo.InvariantCulture));
        Check(total == Total, $"With seed {seed} a scan saw half a transfer: {string.Join(" + ", found)} is {total}, not {Total}.");
    }

    private static string Sum(string value, int amount) =>
        (int.Parse(value, CultureInfo.InvariantCulture) + amount).ToString(CultureInfo.InvariantCulture);
}
