#pragma warning disable IDE0130, CA1018
namespace System.Runtime.CompilerServices;

/// <summary>The compiler asks for it by name; .NET has it from version 9 on.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class OverloadResolutionPriorityAttribute(int priority) : Attribute
{
    public int Priority { get; } = priority;
}
