namespace PeerPersistence;

/// <summary>The present as records keep it.</summary>
internal static class Present
{
    extension(TimeProvider time)
    {
        /// <summary>Now, cut to the millisecond that is stored: what happened an hour ago is an hour old, not a fraction more.</summary>
        public DateTimeOffset GetNow() => PeerInstants.Truncate(time.GetUtcNow());
    }
}
