namespace MeshChat;

/// <summary>The other side does not keep to the protocol, or does not want us.</summary>
internal sealed class ProtocolException(string message) : Exception(message);
