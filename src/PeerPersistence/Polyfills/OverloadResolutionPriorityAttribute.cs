#if !NET9_0_OR_GREATER
// The compiler asks for it by name.
#pragma warning disable IDE0130
namespace System.Runtime.CompilerServices;

/// <summary>Says which of several overloads that fit is meant.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class OverloadResolutionPriorityAttribute(int priority) : Attribute
{
    public int Priority { get; } = priority;
}
#endif
