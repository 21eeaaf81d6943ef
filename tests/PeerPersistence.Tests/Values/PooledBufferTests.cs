namespace PeerPersistence.Tests.Values;

public sealed class PooledBufferTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public void ToArray_WhateverWasAsked_IsWhatWasWritten(int seed)
    {
        var random = new Random(seed);
        List<byte> expected = [];
        using var buffer = new PooledBuffer(1);
        for (var i = 0; i < 200; i++)
        {
            var bytes = new byte[random.Next(100)];
            random.NextBytes(bytes);
            bytes.CopyTo(buffer.GetSpan(bytes.Length));
            buffer.Advance(bytes.Length);
            expected.AddRange(bytes);
        }

        buffer.GetSpan().Length.Should().BePositive();
        buffer.ToArray().Should().Equal(expected);
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
