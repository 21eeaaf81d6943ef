using System.Net.Sockets;
using System.Security.Authentication;

namespace MeshChat;

/// <summary>Everything that can go wrong between two computers, and is no fault of this program.</summary>
internal static class LinkFailure
{
    public static bool Is(Exception exception) => exception
        is IOException or SocketException or AuthenticationException or ProtocolException
            or OperationCanceledException or ObjectDisposedException;
}
