namespace PeerPersistence.CrashTests.Kernel;

/// <summary>What strace writes of a call in which its process was killed.</summary>
public sealed class StraceTests
{
    [Theory]
    [InlineData("7 pwrite64(3, \"\\x00\", 1, 0) = ?", true)]
    [InlineData("7 pwrite64(3, \"\\x00\", 1, 0) = ? <unavailable>", true)]
    [InlineData("7 pwrite64(3, \"\\x00\", 1, 0 <unfinished ...>", true)]
    [InlineData("7 pwrite64(3, \"\\x00\", 1, 0 <unfinished ...>\n8 close(4) = 0\n7 <... pwrite64 resumed>) = ?", true)]
    [InlineData("7 unlink(\"\\x2f\" <unfinished ...>", true)]
    [InlineData("7 fdatasync(3 <unfinished ...>", false)]
    [InlineData("7 write(1, \"\\x00\", 1 <unfinished ...>", false)]
    [InlineData("7 pwrite64(3, \"\\x00\", 1, 0 <unfinished ...>\n8 close(4) = 0\n7 <... pwrite64 resumed>) = 1", false)]
    [InlineData("7 unlink(\"\\x2f\") = -1 ENOENT (No such file or directory)", false)]
    public async Task Read_ProcessWasKilledInACall_TellsThatItIsHalfDone(string trace, bool isHalfDone)
    {
        var path = Path.GetTempFileName();
        await File.WriteAllTextAsync(path, trace + "\n");

        var calls = Strace.Read(path).ToList();

        File.Delete(path);
        calls.Should().Contain(call => call.Name != "close").Which.IsHalfDone.Should().Be(isHalfDone);
    }
}
