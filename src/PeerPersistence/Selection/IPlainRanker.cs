namespace PeerPersistence;

/// <summary>A ranker whose order stands as it is: who says so is not weighed.</summary>
internal interface IPlainRanker : IReconnectionRanker;
