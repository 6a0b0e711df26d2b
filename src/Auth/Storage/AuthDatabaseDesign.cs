using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Design;

namespace SiteBuilder.Auth.Storage;

/// <summary>Lets <c>dotnet ef migrations add</c> build the model without a database or settings.</summary>
internal sealed class AuthDatabaseDesign : IDesignTimeDbContextFactory<AuthDatabase>
{
    public AuthDatabase CreateDbContext(string[] args) =>
        new(new DbContextOptionsBuilder<AuthDatabase>().UseNpgsql("Host=design-time-only").Options);
}
