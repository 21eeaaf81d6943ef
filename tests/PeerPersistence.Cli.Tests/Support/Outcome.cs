using System.Text.Json;

namespace PeerPersistence.Cli.Tests;

/// <summary>What a run of the program left behind.</summary>
internal sealed record Outcome(int ExitCode, string Output, string Errors)
{
    /// <summary>Standard output, which is one JSON document and nothing else.</summary>
    public JsonElement Json
    {
        get
        {
            using var document = JsonDocument.Parse(Output);
            return document.RootElement.Clone();
        }
    }

    public Outcome Should(int exitCode)
    {
        ExitCode.Should().Be(exitCode, "it wrote: {0} {1}", Output, Errors);
        return this;
    }
}
