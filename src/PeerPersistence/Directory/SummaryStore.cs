namespace PeerPersistence;

/// <summary>Keeps the summaries of all peers in the store, so that the next opening need not read every record.</summary>
/// <remarks>
/// A head names the state of the store that they are of, and the fingerprint of each part. What the store says has changed since is read
/// again, and so are the peers of a part that is not as the head has it. So it may be written in several commits, by several processes,
/// beside those that know nothing of it, and be interrupted anywhere.
/// <para>A copy of a store's file names its states as the file does, also those that only one of them had. Whoever copies summaries from
/// one to the other key by key writes them, however, where the head was not yet or the parts already were.</para>
/// </remarks>
internal sealed class SummaryStore(IKeyValueStore store, StorageKeys keys)
{
    private const int PartsAtOnce = 32;
    private const int MostOthers = 4096;

    /// <summary>The parts in the store that are known to be right, by their fingerprints.</summary>
    private readonly Dictionary<int, ulong> _written = [];

    public async ValueTask<SummaryHead?> ReadHeadAsync(CancellationToken cancellationToken) =>
        await store.GetAsync(keys.Summaries, cancellationToken).ConfigureAwait(false) is { } stored ? SummaryHead.Read(stored) : null;

    /// <summary>Takes in the parts that are as the head has them.</summary>
    /// <param name="head">The head.</param>
    /// <param name="changed">What was set or removed since the state that it names.</param>
    /// <param name="directory">A new one. It is of no use if this fails or returns <c>null</c>.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>The keys of the index pages of the others, to be read; <c>null</c>: they may be of another store.</returns>
    /// <exception cref="FormatException">A part is none.</exception>
    public async Task<IReadOnlyList<string>?> ReadAsync(
        SummaryHead head, IReadOnlyCollection<string> changed, PeerDirectory directory, CancellationToken cancellationToken)
    {
        var writtenSince = changed.Where(keys.IsOfSummaries).ToHashSet(StringComparer.Ordinal);
        if (!writtenSince.Contains(keys.Summaries))
            return null;
        directory.Expect((int)Math.Clamp(head.Peers, 0, (long)head.Parts.Count * IndexPage.Capacity));
        foreach (var (key, characters) in head.Others)
            directory.ReadOther(key, characters);
        _written.Clear();
        List<string> missing = [];
        foreach (var some in head.Parts.Chunk(PartsAtOnce))
        {
            var parts = await store.GetManyAsync(Array.ConvertAll(some, part => keys.SummariesOf(part.Key)), cancellationToken)
                .ConfigureAwait(false);
            for (var i = 0; i < some.Length; i++)
            {
                var (page, fingerprint) = some[i];
                if (parts[i] is { } part)
                {
                    if (writtenSince.Contains(keys.SummariesOf(page)))
                        return null;
                    directory.Apply(keys.SummariesOf(page), part, default);
                }

                if (fingerprint == 0 || parts[i] is not { } right || Fingerprint.Of(right.Span) != fingerprint)
                {
                    missing.Add(keys.IndexPage(page));
                    continue;
                }

                directory.ReadPart(page, right.Span);
                _written[page] = fingerprint;
            }
        }

        return missing;
    }

    /// <summary>Whether a head can name all that is in the store besides. Otherwise parts would be written at every opening, and for
    /// nobody.</summary>
    public static bool CanTell(PeerDirectory directory) =>
        directory.OtherCharacters is var others && others.Count <= MostOthers && others.All(other => PeerId.IsWellFormed(other.Key));

    /// <summary>Writes the parts that are not in the store as they should be.</summary>
    /// <returns><c>false</c>: not all could be written.</returns>
    public async Task<bool> WritePartsAsync(PeerDirectory directory, CancellationToken cancellationToken)
    {
        var isAll = directory.IsListed;
        foreach (var some in directory.PagesAndParts.Chunk(PartsAtOnce))
        {
            var batch = new KeyValueBatch();
            List<KeyValuePair<int, ulong>> written = [];
            foreach (var page in some)
            {
                var fingerprint = 0UL;
                if (directory.WritePart(page) is not var (part, stored))
                {
                    if (directory.HasPart(page))
                        batch.Remove(keys.SummariesOf(page));
                }
                else if ((fingerprint = Fingerprint.Of(part)) != _written.GetValueOrDefault(page) || !directory.HasPart(page))
                {
                    // Whoever removes a peer changes its page, and what was said of the peer must not come after that.
                    batch.ExpectRead(keys.IndexPage(page), stored).SetOwn(keys.SummariesOf(page), part);
                }

                written.Add(new(page, fingerprint));
            }

            if (batch.Changes.Count > 0 && !await store.CommitAsync(batch, cancellationToken).ConfigureAwait(false))
            {
                isAll = false;
                continue;
            }

            foreach (var (page, fingerprint) in written)
                _written[page] = fingerprint;
            foreach (var (key, value) in batch.Changes)
                directory.Apply(key, value, default);
        }

        return isAll;
    }

    /// <summary>Says that the parts are those of a state of the store.</summary>
    /// <param name="directory">As it is in that state, all its parts written.</param>
    /// <param name="token">The state's.</param>
    /// <param name="now">The clock.</param>
    /// <param name="cancellationToken">Gives up before anything is written.</param>
    public async Task WriteHeadAsync(PeerDirectory directory, string token, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var parts = directory.PagesAndParts.Select(page => KeyValuePair.Create(page, _written[page])).ToList();
        var head = new SummaryHead(token, now.UtcTicks, directory.Count, directory.OtherCharacters, parts);
        await store.CommitAsync(new KeyValueBatch().SetOwn(keys.Summaries, head.Write()), cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Everything was read from the records: what is in the store of summaries is not known.</summary>
    public void Forget() => _written.Clear();
}
