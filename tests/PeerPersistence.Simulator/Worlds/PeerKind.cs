namespace PeerPersistence.Simulator;

/// <summary>What a peer is like.</summary>
internal enum PeerKind
{
    /// <summary>A machine that runs day and night, with short outages.</summary>
    AlwaysOn,

    /// <summary>There at working hours, Monday to Friday.</summary>
    Office,

    /// <summary>There in the evening, and by day at weekends.</summary>
    Home,

    /// <summary>Many short sessions while its owner is awake, at ever new addresses.</summary>
    Mobile,

    /// <summary>There now and then, for an hour.</summary>
    Casual,

    /// <summary>Somebody who passes by for some days and is gone for good.</summary>
    Stranger,

    /// <summary>Somebody of a trace.</summary>
    Person,
}
