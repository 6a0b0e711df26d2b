using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Npgsql;
using SiteBuilder.Sites.Pages;

namespace SiteBuilder.Sites.Storage;

/// <summary>The tables of one shard.</summary>
public sealed class SitesDatabase(DbContextOptions<SitesDatabase> options) : DbContext(options)
{
    /// <summary>The tables that hold what a brand owns, in the order in which they can be filled; each has the brand's name in a column.</summary>
    public static IReadOnlyList<(string Table, string BrandColumn)> Tables { get; } =
    [
        ("brands", "name"), ("brand_hosts", "brand"), ("sites", "brand"), ("pages", "brand"), ("page_versions", "brand"), ("form_entries", "brand"),
    ];

    /// <summary>The tenants.</summary>
    public DbSet<Brand> Brands => Set<Brand>();

    /// <summary>Which host belongs to which tenant.</summary>
    public DbSet<BrandHost> Hosts => Set<BrandHost>();

    /// <summary>The sites of all tenants; every query names the brand.</summary>
    public DbSet<Site> Sites => Set<Site>();

    /// <summary>The pages of all tenants; every query names the brand.</summary>
    public DbSet<Page> Pages => Set<Page>();

    /// <summary>What the drafts were; every query names the brand.</summary>
    public DbSet<PageVersion> Versions => Set<PageVersion>();

    /// <summary>What visitors sent; every query names the brand.</summary>
    public DbSet<FormEntry> Entries => Set<FormEntry>();

    /// <summary>What Publisher has not been told yet.</summary>
    public DbSet<PublishOrder> Orders => Set<PublishOrder>();

    /// <summary>Opens the database of a data source.</summary>
    public static SitesDatabase Of(NpgsqlDataSource source) => new(new DbContextOptionsBuilder<SitesDatabase>().UseNpgsql(source).Options);

    /// <summary>Saves changes of one brand.</summary>
    /// <exception cref="BrandMovesException">The brand moves to another shard; nothing was saved.</exception>
    public async Task SaveAsync(string brand, CancellationToken cancellationToken)
    {
        await using var transaction = await Database.BeginTransactionAsync(cancellationToken);
        // the lock lets other writers through and makes a move wait for the end of this one
        var stays = await Database
            .SqlQuery<int>($"select 1 as \"Value\" from brands where name = {brand} and moving_to is null and moved_to is null for share")
            .ToListAsync(cancellationToken);
        if (stays.Count == 0)
        {
            throw new BrandMovesException(brand);
        }

        await SaveChangesAsync(cancellationToken);
        await transaction.CommitAsync(cancellationToken);
    }

    /// <inheritdoc />
    protected override void OnModelCreating(ModelBuilder modelBuilder)
    {
        modelBuilder.Entity<Brand>(OfBrand);
        modelBuilder.Entity<BrandHost>(OfHost);
        modelBuilder.Entity<Site>(OfSite);
        modelBuilder.Entity<Page>(OfPage);
        modelBuilder.Entity<PageVersion>(OfVersion);
        modelBuilder.Entity<FormEntry>(OfEntry);
        modelBuilder.Entity<PublishOrder>(OfOrder);
    }

    private static void OfBrand(EntityTypeBuilder<Brand> brand)
    {
        brand.ToTable("brands").HasKey(row => row.Name);
        brand.Property(row => row.Name).HasColumnName("name").HasMaxLength(63);
        brand.Property(row => row.Title).HasColumnName("title").HasMaxLength(120);
        brand.Property(row => row.Theme).HasColumnName("theme").HasMaxLength(63);
        brand.Property(row => row.MovingTo).HasColumnName("moving_to").HasMaxLength(63);
        brand.Property(row => row.MovedTo).HasColumnName("moved_to").HasMaxLength(63);
        brand.HasMany(row => row.Hosts).WithOne().HasForeignKey(host => host.Brand);
    }

    private static void OfHost(EntityTypeBuilder<BrandHost> host)
    {
        host.ToTable("brand_hosts").HasKey(row => row.Host);
        host.Property(row => row.Host).HasColumnName("host").HasMaxLength(253);
        host.Property(row => row.Brand).HasColumnName("brand").HasMaxLength(63);
    }

    private static void OfSite(EntityTypeBuilder<Site> site)
    {
        site.ToTable("sites").HasKey(row => new { row.Brand, row.Name });
        site.Property(row => row.Brand).HasColumnName("brand").HasMaxLength(63);
        site.Property(row => row.Name).HasColumnName("name").HasMaxLength(Slug.MaxLength);
        site.Property(row => row.Title).HasColumnName("title").HasMaxLength(PageReader.MaxTitle);
        site.Property(row => row.Theme).HasColumnName("theme").HasMaxLength(63);
        site.Property(row => row.Version).HasColumnName("version").IsConcurrencyToken();
        site.HasOne<Brand>().WithMany().HasForeignKey(row => row.Brand).OnDelete(DeleteBehavior.Restrict);
    }

    private static void OfPage(EntityTypeBuilder<Page> page)
    {
        page.ToTable("pages").HasKey(row => new { row.Brand, row.Site, row.Slug });
        page.Property(row => row.Brand).HasColumnName("brand").HasMaxLength(63);
        page.Property(row => row.Site).HasColumnName("site").HasMaxLength(Slug.MaxLength);
        page.Property(row => row.Slug).HasColumnName("slug").HasMaxLength(Slug.MaxLength);
        page.Property(row => row.Title).HasColumnName("title").HasMaxLength(PageReader.MaxTitle);
        page.Property(row => row.Version).HasColumnName("version").IsConcurrencyToken();
        page.Property(row => row.ChangedAt).HasColumnName("changed_at");
        page.Property(row => row.PublishedTitle).HasColumnName("published_title").HasMaxLength(PageReader.MaxTitle);
        page.Property(row => row.PublishedVersion).HasColumnName("published_version");
        page.Property(row => row.PublishedAt).HasColumnName("published_at");
        page.Property(row => row.Blocks).HasJsonColumn("blocks", SitesJson.Default.IReadOnlyListBlock);
        page.Property(row => row.PublishedBlocks).HasJsonColumn("published_blocks", SitesJson.Default.IReadOnlyListBlock);
        page.HasOne<Site>().WithMany().HasForeignKey(row => new { row.Brand, row.Site }).OnDelete(DeleteBehavior.Cascade);
    }

    private static void OfVersion(EntityTypeBuilder<PageVersion> version)
    {
        version.ToTable("page_versions").HasKey(row => new { row.Brand, row.Site, row.Slug, row.Version });
        version.Property(row => row.Brand).HasColumnName("brand").HasMaxLength(63);
        version.Property(row => row.Site).HasColumnName("site").HasMaxLength(Slug.MaxLength);
        version.Property(row => row.Slug).HasColumnName("slug").HasMaxLength(Slug.MaxLength);
        version.Property(row => row.Version).HasColumnName("version");
        version.Property(row => row.Title).HasColumnName("title").HasMaxLength(PageReader.MaxTitle);
        version.Property(row => row.Blocks).HasJsonColumn("blocks", SitesJson.Default.IReadOnlyListBlock);
        version.Property(row => row.ChangedAt).HasColumnName("changed_at");
        version.Property(row => row.ChangedBy).HasColumnName("changed_by").HasMaxLength(64);
        version.HasOne<Page>().WithMany().HasForeignKey(row => new { row.Brand, row.Site, row.Slug }).OnDelete(DeleteBehavior.Cascade);
    }

    // no reference to the site: it may have gone, and then its copies go too
    private static void OfOrder(EntityTypeBuilder<PublishOrder> order)
    {
        order.ToTable("publish_orders").HasKey(row => row.Id);
        order.Property(row => row.Id).HasColumnName("id").UseIdentityAlwaysColumn();
        order.Property(row => row.Brand).HasColumnName("brand").HasMaxLength(63);
        order.Property(row => row.Site).HasColumnName("site").HasMaxLength(Slug.MaxLength);
    }

    private static void OfEntry(EntityTypeBuilder<FormEntry> entry)
    {
        entry.ToTable("form_entries").HasKey(row => row.Id);
        entry.Property(row => row.Id).HasColumnName("id").ValueGeneratedNever();
        entry.Property(row => row.Brand).HasColumnName("brand").HasMaxLength(63);
        entry.Property(row => row.Site).HasColumnName("site").HasMaxLength(Slug.MaxLength);
        entry.Property(row => row.Slug).HasColumnName("slug").HasMaxLength(Slug.MaxLength);
        entry.Property(row => row.Form).HasColumnName("form").HasMaxLength(Slug.MaxLength);
        entry.Property(row => row.Values).HasJsonColumn("values", SitesJson.Default.IReadOnlyDictionaryStringString);
        entry.Property(row => row.At).HasColumnName("at");
        entry.HasIndex(row => new { row.Brand, row.Site, row.Slug, row.Form, row.Id });
        entry.HasOne<Page>().WithMany().HasForeignKey(row => new { row.Brand, row.Site, row.Slug }).OnDelete(DeleteBehavior.Cascade);
    }
}
