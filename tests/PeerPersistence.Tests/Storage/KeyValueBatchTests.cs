namespace PeerPersistence.Tests.Storage;

public sealed class KeyValueBatchTests
{
    private static readonly byte[] Bytes = [1, 2, 3];

    [Fact]
    public void Expect_Null_MeansAbsentAndNotEmpty()
    {
        new KeyValueBatch().Expect("k", (byte[]?)null).Expectations["k"].Should().BeNull();
        new KeyValueBatch().Expect("k", (ReadOnlyMemory<byte>?)null).Expectations["k"].Should().BeNull();
    }

    [Fact]
    public void Expect_NoBytes_IsNotAbsent()
    {
        new KeyValueBatch().Expect("k", Array.Empty<byte>()).Expectations["k"].Should().NotBeNull();
        new KeyValueBatch().Expect("k", (ReadOnlyMemory<byte>?)default(ReadOnlyMemory<byte>)).Expectations["k"].Should().NotBeNull();
    }

    [Fact]
    public void SetAndExpect_BytesChangedLater_KeepWhatWasGiven()
    {
        var given = (byte[])Bytes.Clone();
        var batch = new KeyValueBatch().Set("k", given).Expect("k", given);
        Array.Clear(given);
        batch.Changes["k"]!.Value.ToArray().Should().Equal(Bytes);
        batch.Expectations["k"]!.Value.ToArray().Should().Equal(Bytes);
    }

    [Fact]
    public void SetAndRemove_SameKey_LastWordWins()
    {
        var batch = new KeyValueBatch().Set("a", Bytes).Remove("a").Remove("b").Set("b", Bytes).Expect("a", Bytes).Expect("a", (byte[]?)null);
        batch.Changes["a"].Should().BeNull();
        batch.Changes["b"].Should().NotBeNull();
        batch.Expectations["a"].Should().BeNull();
    }

    [Fact]
    public void Keys_DifferingInCaseOnly_AreTwo() =>
        new KeyValueBatch().Set("a", Bytes).Set("A", Bytes).Changes.Should().HaveCount(2);

    [Fact]
    public void AnyCall_NullKey_NamesTheArgument()
    {
        var batch = new KeyValueBatch();
        FluentActions.Invoking(() => batch.Set(null!, Bytes)).Should().Throw<ArgumentNullException>().WithParameterName("key");
        FluentActions.Invoking(() => batch.Remove(null!)).Should().Throw<ArgumentNullException>().WithParameterName("key");
        FluentActions.Invoking(() => batch.Expect(null!, Bytes)).Should().Throw<ArgumentNullException>().WithParameterName("key");
        batch.Changes.Should().BeEmpty();
    }
}
