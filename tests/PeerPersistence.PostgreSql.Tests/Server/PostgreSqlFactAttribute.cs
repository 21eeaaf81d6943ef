namespace PeerPersistence.PostgreSql.Tests;

/// <summary>A test that needs a server: skipped, with the reason, where there can be none.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class PostgreSqlFactAttribute : FactAttribute
{
    /// <summary>Asks for PostgreSQL, and has it installed where that is possible.</summary>
    public PostgreSqlFactAttribute() => Skip = PostgreSqlServer.Missing;
}

/// <summary>As <see cref="PostgreSqlFactAttribute"/>, with data.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class PostgreSqlTheoryAttribute : TheoryAttribute
{
    /// <summary>Asks for PostgreSQL, and has it installed where that is possible.</summary>
    public PostgreSqlTheoryAttribute() => Skip = PostgreSqlServer.Missing;
}
