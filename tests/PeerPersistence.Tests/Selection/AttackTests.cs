using PeerPersistence.Simulator;

namespace PeerPersistence.Tests;

/// <summary>
/// A small run of the attacks of <c>docs/selection-tables.md</c>. Worlds follow from their seeds, so nothing here is left to chance.
/// </summary>
[Trait("Speed", "Slow")]
[Trait("Worlds", "")]
public class AttackTests
{
    private static readonly int[] Seeds = [1, 2, 3];

    [Theory]
    [InlineData("nobody attacks", "tries to the first friend", 0, 3)]
    [InlineData("100 sybils", "share of the first ten tries", 0, 0.2)]
    [InlineData("100 sybils", "tries to the first friend", 0, 3)]
    [InlineData("alone overnight", "minutes to the first friend", 0, 60)]
    [InlineData("a silent neighbour overnight", "minutes to the first friend", 0, 60)]
    [InlineData("a neighbour names 40 inventions", "minutes to the first friend", 0, 60)]
    [InlineData("a silent neighbour for 40 days", "friends left of 30", 30, 30)]
    [InlineData("a silent neighbour for 40 days", "tries to the first friend", 0, 3)]
    [InlineData("an introducer that always lies", "lies taken in, of 280", 0, 60)]
    [InlineData("1,000 strangers flood 100 places", "friends left of 30", 30, 30)]
    [InlineData("1,000 strangers flood 100 places", "tries to the first friend", 0, 3)]
    public void Library_UnderAttack_FindsItsFriends(string name, string figure, double least, double most)
    {
        var attack = Attacks.All.Single(each => each.Name == name && each.Figure == figure);

        AttackTable.Values(attack, AttackTable.Orders[0], Seeds).Should().OnlyContain(value => value >= least && value <= most);
    }
}
