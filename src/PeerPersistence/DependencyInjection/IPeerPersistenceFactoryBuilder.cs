namespace Microsoft.Extensions.DependencyInjection;

/// <summary>
/// Goes on from <c>AddPeerPersistenceFactory</c>: first what differs from identity to identity, then what is the same for all.
/// </summary>
/// <remarks>
/// The verbs of <see cref="IPeerPersistenceBuilder"/> hold for every identity: one master key that wraps each one's own keys, one
/// ranker, whether records are encrypted. <see cref="IPeerPersistenceBuilder.Options"/> are everybody's, unless <c>ConfigureIdentities</c>
/// changes them.
/// Verbs that name one store for all are refused when the factory is made.
/// </remarks>
public interface IPeerPersistenceFactoryBuilder : IPeerPersistenceBuilder;
