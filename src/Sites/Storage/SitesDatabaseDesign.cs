using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Design;

namespace SiteBuilder.Sites.Storage;

/// <summary>Lets <c>dotnet ef migrations add</c> build the model without a database or settings.</summary>
internal sealed class SitesDatabaseDesign : IDesignTimeDbContextFactory<SitesDatabase>
{
    public SitesDatabase CreateDbContext(string[] args) =>
        new(new DbContextOptionsBuilder<SitesDatabase>().UseNpgsql("Host=design-time-only").Options);
}
