namespace PeerPersistence.Testing;

/// <summary>Draws operations from a seed: few keys, so that they meet; expectations that mostly hold.</summary>
internal sealed class OperationGenerator(int seed, bool reopens)
{
    private static readonly string[] Keys =
        ["", "a", "A", "a:", "a:1", "a:10", "a:2", "b", "\u00e4", "\uff5e", "\U0001f600", "mesh:peer:x"];
    private static readonly string[] Prefixes = ["", "a", "a:", "a:1", "A", "b:", "\ud83d", "mesh:"];

    private readonly Random _random = new(seed);
    private int _values;

    public StoreOperation Next(StoreModel model) => _random.Next(100) switch
    {
        < 25 => new StoreOperation.Get(One(Keys)),
        < 45 => new StoreOperation.Scan(One(Prefixes)),
        < 50 when reopens => new StoreOperation.Reopen(),
        _ => new StoreOperation.Commit(Batch(model)),
    };

    private KeyValueBatch Batch(StoreModel model)
    {
        var batch = new KeyValueBatch();
        for (var i = _random.Next(3); i > 0; i--)
        {
            var key = One(Keys);
            batch.Expect(key, _random.Next(5) > 0 ? model.Get(key) : Wrong(model.Get(key)));
        }

        for (var i = _random.Next(5); i > 0; i--)
        {
            if (_random.Next(4) == 0)
                batch.Remove(One(Keys));
            else
                batch.Set(One(Keys), NewValue());
        }

        return batch;
    }

    private ReadOnlyMemory<byte>? Wrong(ReadOnlyMemory<byte>? value)
    {
        if (value is null)
            return StoreProbe.Bytes("");
        if (_random.Next(2) == 0)
            return null;
        return StoreProbe.Bytes(NewValue());
    }

    private string NewValue() => _random.Next(10) switch
    {
        0 => "",
        1 => new string('x', _random.Next(10_000)),
        _ => $"value {++_values}",
    };

    private string One(string[] choice) => choice[_random.Next(choice.Length)];
}
