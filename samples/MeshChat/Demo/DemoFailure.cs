namespace MeshChat;

/// <summary>Something that the demo promises did not happen.</summary>
internal sealed class DemoFailure(string message) : Exception(message);
