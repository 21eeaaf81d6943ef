using System.Collections.Immutable;
using System.Reflection.Metadata;
using Handles = System.Collections.Generic.IEnumerable<System.Reflection.Metadata.TypeDefinitionHandle>;

namespace PeerPersistence.PackageTests.Rooms;

/// <summary>The types of the same assembly that a signature names.</summary>
internal sealed class NamedTypes : ISignatureTypeProvider<Handles, object?>
{
    public Handles GetTypeFromDefinition(MetadataReader reader, TypeDefinitionHandle handle, byte rawTypeKind) => [handle];

    public Handles GetTypeFromReference(MetadataReader reader, TypeReferenceHandle handle, byte rawTypeKind) => [];

    public Handles GetTypeFromSpecification(MetadataReader reader, object? context, TypeSpecificationHandle handle, byte kind) =>
        reader.GetTypeSpecification(handle).DecodeSignature(this, context);

    public Handles GetPrimitiveType(PrimitiveTypeCode typeCode) => [];

    public Handles GetGenericTypeParameter(object? context, int index) => [];

    public Handles GetGenericMethodParameter(object? context, int index) => [];

    public Handles GetSZArrayType(Handles elementType) => elementType;

    public Handles GetArrayType(Handles elementType, ArrayShape shape) => elementType;

    public Handles GetByReferenceType(Handles elementType) => elementType;

    public Handles GetPointerType(Handles elementType) => elementType;

    public Handles GetPinnedType(Handles elementType) => elementType;

    public Handles GetModifiedType(
        Handles modifier, Handles unmodifiedType, bool isRequired) => [.. modifier, .. unmodifiedType];

    public Handles GetGenericInstantiation(
        Handles genericType, ImmutableArray<Handles> typeArguments) =>
        [.. genericType, .. typeArguments.SelectMany(each => each)];

    public Handles GetFunctionPointerType(MethodSignature<Handles> signature) => Of(signature);

    public static Handles Of(MethodSignature<Handles> signature) =>
        [.. signature.ReturnType, .. signature.ParameterTypes.SelectMany(each => each)];
}
