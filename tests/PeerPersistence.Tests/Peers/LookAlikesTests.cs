using System.Text;

namespace PeerPersistence.Tests.Peers;

public sealed class LookAlikesTests
{
    [Theory]
    [InlineData("alice", "аlice", "a Cyrillic a")]
    [InlineData("alice", "aIice", "a large i for an l")]
    [InlineData("alice", "a1ice", "a one for an l")]
    [InlineData("alice", "ALICE", "large letters")]
    [InlineData("alice", "Αlice", "a Greek Alpha")]
    [InlineData("alice", "al\u200Bice", "a space of no width")]
    [InlineData("alice", "al\u00ADice", "a soft hyphen")]
    [InlineData("alice", "\u202Ealice", "a direction")]
    [InlineData("alice", "alice ", "a space at the end")]
    [InlineData("bob", "b0b", "a zero")]
    [InlineData("bob", "ЬоЬ", "Cyrillic")]
    [InlineData("BOB", "ВОВ", "large Cyrillic")]
    [InlineData("NINA", "ΝΙΝΑ", "large Greek")]
    [InlineData("Νίκη", "νίκη", "Greek in both cases")]
    [InlineData("marn", "mam", "r and n for an m")]
    [InlineData("ann-marie", "ann‐marie", "another hyphen")]
    [InlineData("o'hara", "o’hara", "another quote")]
    public void LookAlikesOf_OneThatLooksTheSame_IsFoundFromBothSides(string one, string other, string why)
    {
        PeerId.LookAlikesOf(one, ["zoltan", other, one]).Should().Equal([other], why);
        PeerId.LookAlikesOf(other, [one]).Should().Equal([one], why);
    }

    [Theory]
    [InlineData("alice", "ａｌｉｃｅ", "full width")]
    [InlineData("alice", "𝐚𝐥𝐢𝐜𝐞", "mathematical letters")]
    [InlineData("zoë", "zo\u0435\u0308", "a Cyrillic e with its dots apart")]
    [InlineData("ﬁona", "fiona", "a ligature")]
    public void LookAlikesOf_OneOfOtherForms_IsFoundWhereThereIsIcu(string one, string other, string why)
    {
        var hasForms = "\uFB01".Normalize(NormalizationForm.FormKD) == "fi";

        PeerId.LookAlikesOf(one, ["zoltan", other, one]).Should().Equal(hasForms ? [other] : [], why);
        PeerId.LookAlikesOf(other, [one]).Should().Equal(hasForms ? [one] : [], why);
    }

    [Theory]
    [InlineData("alice", "alicia"), InlineData("bob", "rob"), InlineData("mail", "mall"), InlineData("cafe", "café"), InlineData("anna", "hanna")]
    [InlineData("иван", "ivan"), InlineData("peer-1", "peer-7"), InlineData("山田", "山本")]
    public void LookAlikesOf_OneThatLooksDifferent_IsNotFound(string one, string other) =>
        PeerId.LookAlikesOf(one, [other]).Should().BeEmpty();

    [Fact]
    public void LookAlikesOf_RandomIds_AreNone()
    {
        var random = new Random(7);
        var bytes = new byte[24];
        var ids = Enumerable.Range(0, 5_000).Select(_ =>
        {
            random.NextBytes(bytes);
            return Convert.ToBase64String(bytes);
        }).ToList();

        PeerId.LookAlikesOf(ids[0], ids).Should().BeEmpty();
    }

    [Fact]
    public void LookAlikesOf_AnyText_IsAnswered()
    {
        PeerId.LookAlikesOf("", ["", "\u200B"]).Should().Equal("\u200B");
        PeerId.LookAlikesOf("a\uD800", ["а\uD800", "b"]).Should().Equal("а\uD800");
        PeerId.LookAlikesOf(new string('a', 100_000), [new string('а', 100_000)]).Should().ContainSingle();
        FluentActions.Invoking(() => PeerId.LookAlikesOf(null!, [])).Should().Throw<ArgumentNullException>();
        FluentActions.Invoking(() => PeerId.LookAlikesOf("a", null!)).Should().Throw<ArgumentNullException>();
        FluentActions.Invoking(() => PeerId.LookAlikesOf("a", [null!])).Should().Throw<ArgumentNullException>().WithParameterName("known");
    }
}
