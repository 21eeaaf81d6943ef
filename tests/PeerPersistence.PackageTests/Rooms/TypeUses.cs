using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;

namespace PeerPersistence.PackageTests.Rooms;

/// <summary>What a type names of its own assembly: bases, interfaces, attributes, fields, signatures, and in its methods' code.</summary>
internal sealed class TypeUses(PEReader image, MetadataReader assembly)
{
    private static readonly NamedTypes Names = new();

    public IEnumerable<TypeDefinitionHandle> Of(TypeDefinitionHandle handle)
    {
        var type = assembly.GetTypeDefinition(handle);
        return [
            .. Of(type.BaseType),
            .. type.GetInterfaceImplementations().SelectMany(each => Of(assembly.GetInterfaceImplementation(each).Interface)),
            .. OfAttributes(type.GetCustomAttributes()), .. OfConstraints(type.GetGenericParameters()),
            .. type.GetFields().SelectMany(OfField), .. type.GetMethods().SelectMany(OfMethod),
            .. type.GetProperties().SelectMany(each => OfAttributes(assembly.GetPropertyDefinition(each).GetCustomAttributes())),
            .. type.GetNestedTypes().SelectMany(Of),
        ];
    }

    private IEnumerable<TypeDefinitionHandle> OfField(FieldDefinitionHandle handle)
    {
        var field = assembly.GetFieldDefinition(handle);
        return [.. field.DecodeSignature(Names, null), .. OfAttributes(field.GetCustomAttributes())];
    }

    private IEnumerable<TypeDefinitionHandle> OfMethod(MethodDefinitionHandle handle)
    {
        var method = assembly.GetMethodDefinition(handle);
        IEnumerable<TypeDefinitionHandle> outside = [
            .. NamedTypes.Of(method.DecodeSignature(Names, null)), .. OfAttributes(method.GetCustomAttributes()),
            .. OfConstraints(method.GetGenericParameters()),
            .. method.GetParameters().SelectMany(each => OfAttributes(assembly.GetParameter(each).GetCustomAttributes())),
        ];
        return method.RelativeVirtualAddress == 0 ? outside : [.. outside, .. OfBody(image.GetMethodBody(method.RelativeVirtualAddress))];
    }

    private IEnumerable<TypeDefinitionHandle> OfBody(MethodBodyBlock body)
    {
        IEnumerable<TypeDefinitionHandle> locals = body.LocalSignature.IsNil ? []
            : assembly.GetStandaloneSignature(body.LocalSignature).DecodeLocalSignature(Names, null).SelectMany(each => each);
        return [.. locals, .. body.ExceptionRegions.SelectMany(each => Of(each.CatchType)), .. Instructions.TokensOf(body).SelectMany(Of)];
    }

    private IEnumerable<TypeDefinitionHandle> OfAttributes(CustomAttributeHandleCollection attributes) =>
        attributes.SelectMany(each => Of(assembly.GetCustomAttribute(each).Constructor));

    private IEnumerable<TypeDefinitionHandle> OfConstraints(GenericParameterHandleCollection parameters) =>
        parameters.SelectMany(each => assembly.GetGenericParameter(each).GetConstraints())
            .SelectMany(each => Of(assembly.GetGenericParameterConstraint(each).Type));

    private IEnumerable<TypeDefinitionHandle> Of(EntityHandle handle) => handle.IsNil ? [] : handle.Kind switch
    {
        HandleKind.TypeDefinition => [(TypeDefinitionHandle)handle],
        HandleKind.TypeSpecification => assembly.GetTypeSpecification((TypeSpecificationHandle)handle).DecodeSignature(Names, null),
        HandleKind.MethodDefinition => OfCalled((MethodDefinitionHandle)handle),
        HandleKind.FieldDefinition => [assembly.GetFieldDefinition((FieldDefinitionHandle)handle).GetDeclaringType()],
        HandleKind.MemberReference => OfMember(assembly.GetMemberReference((MemberReferenceHandle)handle)),
        HandleKind.MethodSpecification => OfGeneric(assembly.GetMethodSpecification((MethodSpecificationHandle)handle)),
        _ => [],
    };

    // A call names whom it calls; what it hands over and gets back is named there as well.
    private IEnumerable<TypeDefinitionHandle> OfCalled(MethodDefinitionHandle handle)
    {
        var method = assembly.GetMethodDefinition(handle);
        return [method.GetDeclaringType(), .. NamedTypes.Of(method.DecodeSignature(Names, null))];
    }

    private IEnumerable<TypeDefinitionHandle> OfMember(MemberReference member) => [
        .. Of(member.Parent),
        .. member.GetKind() == MemberReferenceKind.Method
            ? NamedTypes.Of(member.DecodeMethodSignature(Names, null)) : member.DecodeFieldSignature(Names, null),
    ];

    private IEnumerable<TypeDefinitionHandle> OfGeneric(MethodSpecification method) =>
        [.. Of(method.Method), .. method.DecodeSignature(Names, null).SelectMany(each => each)];
}
