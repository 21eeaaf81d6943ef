namespace PeerPersistence.Testing;

/// <summary>Plans for a <see cref="FaultyKeyValueStore"/>: which call goes wrong, and how.</summary>
public static class StoreFaults
{
    /// <summary>The call with this number goes wrong, counted from 1 over all kinds.</summary>
    /// <param name="number">Which call, from 1.</param>
    /// <param name="fault">What goes wrong.</param>
    /// <returns>The rule.</returns>
    public static Func<StoreCall, StoreFault> OnCall(int number, StoreFault fault) =>
        call => call.Number == number ? fault : StoreFault.None;

    /// <summary>Every call of a kind goes wrong.</summary>
    /// <param name="kind">The kind of call.</param>
    /// <param name="fault">What goes wrong.</param>
    /// <returns>The rule.</returns>
    public static Func<StoreCall, StoreFault> OnEvery(StoreCallKind kind, StoreFault fault) =>
        call => call.Kind == kind ? fault : StoreFault.None;

    /// <summary>Calls go wrong at random; the same seed and the same calls give the same faults, whatever their order in time.</summary>
    /// <param name="seed">Put it into the message of a failing test.</param>
    /// <param name="rate">The share of calls that go wrong, 0 to 1.</param>
    /// <param name="faults">What may happen, each as likely as the others.</param>
    /// <returns>The rule.</returns>
    public static Func<StoreCall, StoreFault> Seeded(int seed, double rate, params StoreFault[] faults)
    {
        ArgumentNullException.ThrowIfNull(faults);
        if (rate is not (>= 0 and <= 1))
            throw new ArgumentOutOfRangeException(nameof(rate), rate, "Must be 0 to 1.");
        if (faults.Length == 0)
            throw new ArgumentException("Must name at least one fault.", nameof(faults));
        return call =>
        {
            var random = new Random(unchecked((seed * 397) ^ (call.Number * 7919)));
            return random.NextDouble() < rate ? faults[random.Next(faults.Length)] : StoreFault.None;
        };
    }
}
