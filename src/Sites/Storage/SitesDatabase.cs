using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.ChangeTracking;
using Npgsql;
using SiteBuilder.Sites.Pages;

namespace SiteBuilder.Sites.Storage;

/// <summary>The tables of the service.</summary>
public sealed class SitesDatabase(DbContextOptions<SitesDatabase> options) : DbContext(options)
{
    /// <summary>The tenants.</summary>
    public DbSet<Brand> Brands => Set<Brand>();

    /// <summary>Which host belongs to which tenant.</summary>
    public DbSet<BrandHost> Hosts => Set<BrandHost>();

    /// <summary>The pages of all tenants; every query names the brand.</summary>
    public DbSet<Page> Pages => Set<Page>();

    /// <summary>Binds options to a data source.</summary>
    public static void Configure(DbContextOptionsBuilder options, NpgsqlDataSource source) => options.UseNpgsql(source);

    /// <inheritdoc />
    protected override void OnModelCreating(ModelBuilder modelBuilder)
    {
        modelBuilder.Entity<Brand>(brand =>
        {
            brand.ToTable("brands").HasKey(row => row.Name);
            brand.Property(row => row.Name).HasColumnName("name").HasMaxLength(63);
            brand.Property(row => row.Title).HasColumnName("title").HasMaxLength(120);
            brand.Property(row => row.Theme).HasColumnName("theme").HasMaxLength(63);
            brand.HasMany(row => row.Hosts).WithOne().HasForeignKey(host => host.Brand);
        });

        modelBuilder.Entity<BrandHost>(host =>
        {
            host.ToTable("brand_hosts").HasKey(row => row.Host);
            host.Property(row => row.Host).HasColumnName("host").HasMaxLength(253);
            host.Property(row => row.Brand).HasColumnName("brand").HasMaxLength(63);
        });

        modelBuilder.Entity<Page>(page =>
        {
            page.ToTable("pages").HasKey(row => new { row.Brand, row.Slug });
            page.Property(row => row.Brand).HasColumnName("brand").HasMaxLength(63);
            page.Property(row => row.Slug).HasColumnName("slug").HasMaxLength(Slug.MaxLength);
            page.Property(row => row.Title).HasColumnName("title").HasMaxLength(PageReader.MaxTitle);
            page.Property(row => row.Version).HasColumnName("version").IsConcurrencyToken();
            page.Property(row => row.ChangedAt).HasColumnName("changed_at");
            page.Property(row => row.PublishedTitle).HasColumnName("published_title").HasMaxLength(PageReader.MaxTitle);
            page.Property(row => row.PublishedVersion).HasColumnName("published_version");
            page.Property(row => row.PublishedAt).HasColumnName("published_at");
            page.Property(row => row.Blocks).HasColumnName("blocks").HasColumnType("jsonb")
                .HasConversion(blocks => Write(blocks), json => Read(json), Blocks);
            page.Property(row => row.PublishedBlocks).HasColumnName("published_blocks").HasColumnType("jsonb")
                .HasConversion(blocks => Write(blocks!), json => Read(json), Blocks);
            page.HasOne<Brand>().WithMany().HasForeignKey(row => row.Brand).OnDelete(DeleteBehavior.Restrict);
        });
    }

    // lists of blocks are never changed in place, so the same list is the same value
    private static readonly ValueComparer<IReadOnlyList<Block>> Blocks = new(
        (left, right) => ReferenceEquals(left, right), blocks => blocks.Count, blocks => blocks);

    private static string Write(IReadOnlyList<Block> blocks) => JsonSerializer.Serialize(blocks, SitesJson.Default.IReadOnlyListBlock);

    private static IReadOnlyList<Block> Read(string json) => JsonSerializer.Deserialize(json, SitesJson.Default.IReadOnlyListBlock)!;
}
