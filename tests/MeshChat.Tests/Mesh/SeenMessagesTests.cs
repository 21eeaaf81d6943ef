namespace MeshChat.Tests.Mesh;

public sealed class SeenMessagesTests
{
    [Fact]
    public void TryAdd_SecondTime_IsFalse()
    {
        var (seen, id) = (new SeenMessages(), Guid.NewGuid());

        seen.TryAdd("a", id).Should().BeTrue();
        seen.TryAdd("a", id).Should().BeFalse();
        seen.TryAdd("b", id).Should().BeTrue("another author's message is another message");
    }

    [Fact]
    public void TryAdd_BeyondCapacity_ForgetsTheOldest()
    {
        var seen = new SeenMessages(capacity: 3);
        var ids = Enumerable.Range(0, 4).Select(_ => Guid.NewGuid()).ToList();
        ids.ForEach(id => seen.TryAdd("a", id));

        ids.Select(id => seen.Contains("a", id)).Should().Equal(false, true, true, true);
    }
}
