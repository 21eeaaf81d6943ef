namespace KeptChat;

/// <summary>A connection to a friend.</summary>
internal sealed record TcpLink(string PeerId, TcpClient Client, TextWriter Writer, Task<Departure> Ended) : IPeerConnection
{
    /// <returns><c>false</c>: it has ended.</returns>
    public bool Say(string line)
    {
        try { lock (Writer) Writer.WriteLine(line); return true; }
        catch (Exception e) when (e is IOException or ObjectDisposedException) { return false; }
    }

    /// <summary>Says no more; what the friend has said is still heard.</summary>
    public ValueTask DisposeAsync()
    {
        if (Client.Connected)
            Client.Client.Shutdown(SocketShutdown.Send);
        return default;
    }
}
