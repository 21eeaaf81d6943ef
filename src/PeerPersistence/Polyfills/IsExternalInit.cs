// An init setter's signature names this type, and where it lives. A library built on our .NET Standard build finds the setters of our
// .NET build as well, because that one says where the type has gone.
#if NETSTANDARD2_1
#pragma warning disable IDE0130
namespace System.Runtime.CompilerServices;

internal static class IsExternalInit;
#else
[assembly: System.Runtime.CompilerServices.TypeForwardedTo(typeof(System.Runtime.CompilerServices.IsExternalInit))]
#endif
