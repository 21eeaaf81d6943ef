namespace PeerPersistence.Tests.Values;

public sealed class PooledBufferTests
{
    [Theory]
    [InlineData(1, 100)]
    [InlineData(2, 100)]
    [InlineData(3, 5_000)]
    [InlineData(4, 20_000)]
    public void ToArray_WhateverWasAsked_IsWhatWasWritten(int seed, int most)
    {
        var random = new Random(seed);
        List<byte> expected = [];
        using var buffer = new PooledBuffer(1);
        for (var i = 0; i < 200; i++)
        {
            var bytes = new byte[random.Next(most)];
            random.NextBytes(bytes);
            bytes.CopyTo(buffer.GetSpan(bytes.Length));
            buffer.Advance(bytes.Length);
            expected.AddRange(bytes);
        }

        buffer.GetSpan().Length.Should().BePositive();
        buffer.ToArray().AsSpan().SequenceEqual(expected.ToArray()).Should().BeTrue();
    }

    [Fact]
    public void Dispose_WhatWasWrittenToSeveralArrays_IsCleared()
    {
        var buffer = new PooledBuffer(16);
        List<Memory<byte>> written = [];
        for (var i = 0; i < 20; i++)
        {
            var part = buffer.GetMemory(10_000)[..10_000];
            part.Span.Fill(7);
            buffer.Advance(part.Length);
            written.Add(part);
        }

        buffer.Dispose();

        written.SelectMany(part => part.ToArray()).Should().NotContain(7, "it may have been a secret");
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Dispose_WhatWasWritten_IsCleared(bool wasSaid)
    {
        var buffer = new PooledBuffer(16);
        var written = buffer.GetMemory(16);
        written.Span[..16].Fill(7);
        buffer.Advance(wasSaid ? 16 : 0);

        buffer.Dispose();

        written.Span[..16].ToArray().Should().OnlyContain(value => value == 0, "it may have been a secret");
    }
}
