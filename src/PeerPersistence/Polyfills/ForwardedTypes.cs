#if NET
using System.Runtime.CompilerServices;

// An init setter's signature names this type, and where it lives: on .NET Standard in our own assembly. A library built there finds the
// setters of our .NET build as well, because that one says where the type has gone.
[assembly: TypeForwardedTo(typeof(IsExternalInit))]
#endif
