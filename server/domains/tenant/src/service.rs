//! Which tenants there are, and how the installation stands to them.

use std::path::Path;
use std::sync::{Arc, LazyLock};

use async_trait::async_trait;
use omni_kernel::db::{Database, TenantTx};
use omni_kernel::ports::{TenantDirectory, TenantRegistry, TenantStanding};
use omni_kernel::{Clock, Error, Scope, TenantId};

use crate::catalogue::{Catalogue, Tier};
use crate::entitlements::resolve;
use crate::error::{CATALOGUE_INVALID, TIER_UNKNOWN, absent};
use crate::model::Tenant;
use crate::store::{overrides, tenants};

#[expect(clippy::expect_used, reason = "a test reads the built-in catalogue")]
static BUILT_IN: LazyLock<Arc<Catalogue>> =
    LazyLock::new(|| Arc::new(Catalogue::load(None).expect("the built-in catalogue holds together")));

/// The tenants of the installation.
#[derive(Debug, Clone)]
pub struct Tenants {
    database: Database,
    clock: Clock,
    catalogue: Arc<Catalogue>,
}

impl Tenants {
    /// The tenants in a database, under the built-in catalogue.
    pub fn new(database: Database, clock: Clock) -> Self {
        Self { database, clock, catalogue: Arc::clone(&BUILT_IN) }
    }

    /// The same under the catalogue of a file, if there is one.
    ///
    /// # Errors
    /// As [`Catalogue::load`].
    pub fn with_catalogue(self, file: Option<&Path>) -> Result<Self, Error> {
        match file {
            None => Ok(self),
            Some(_) => Ok(Self { catalogue: Arc::new(Catalogue::load(file)?), ..self }),
        }
    }

    /// The tiers of the installation.
    pub fn catalogue(&self) -> &Arc<Catalogue> {
        &self.catalogue
    }

    /// Refuses a catalogue that lacks a tier that tenants have.
    ///
    /// # Errors
    /// `CATALOGUE_INVALID` naming the tiers; UNAVAILABLE when the tenants cannot be read.
    pub async fn check_tiers(&self) -> Result<(), Error> {
        let mut tx = self.database.begin_unscoped().await?;
        let mut missing = tenants::tiers(&mut tx).await?;
        missing.retain(|tier| self.catalogue.tier(tier).is_none());
        missing.sort();
        if missing.is_empty() {
            return Ok(());
        }
        Err(Error::new(
            &CATALOGUE_INVALID,
            format!("the tier catalogue lacks tiers that tenants have: {}", missing.join(", ")),
        ))
    }

    /// The tenant of a scope.
    ///
    /// # Errors
    /// `NOT_FOUND` when there is none.
    pub async fn get(&self, scope: &Scope) -> Result<Tenant, Error> {
        let mut tx = self.database.begin(scope).await?;
        tenants::find(&mut tx).await?.ok_or_else(|| absent(scope.tenant))
    }

    /// The tier of this name.
    ///
    /// # Errors
    /// `TIER_UNKNOWN` with the tiers there are.
    pub(crate) fn tier(&self, name: &str) -> Result<&Tier, Error> {
        self.catalogue.tier(name).ok_or_else(|| {
            let names: Vec<&str> = self.catalogue.tiers.iter().map(|tier| &*tier.name).collect();
            let expected = format!("expected one of {}", names.join(", "));
            Error::new(&TIER_UNKNOWN, format!("subscription_tier: {expected}, found {name}"))
                .with_violation("subscription_tier", expected)
        })
    }

    /// The tier that a stored tenant has.
    pub(crate) fn tier_of(&self, tenant: &Tenant) -> Result<&Tier, Error> {
        self.catalogue.tier(&tenant.tier).ok_or_else(|| {
            Error::internal(format!(
                "{} has the tier {}, which is not in the catalogue",
                tenant.id, tenant.tier
            ))
        })
    }

    pub(crate) fn database(&self) -> &Database {
        &self.database
    }

    pub(crate) fn clock(&self) -> &Clock {
        &self.clock
    }
}

#[async_trait]
impl TenantRegistry for Tenants {
    async fn create(&self, tx: &mut TenantTx, name: &str, tier: &str, operator: bool) -> Result<(), Error> {
        let tier = match (tier, operator) {
            ("", true) => &self.catalogue.operator_tier,
            ("", false) => &self.catalogue.sign_up_tier,
            (tier, _) => tier,
        };
        let tenant = Tenant::new(tx.scope().tenant, name, self.tier(tier)?, operator, self.clock.now())?;
        tenants::insert(tx, &tenant).await
    }

    async fn name(&self, tx: &mut TenantTx) -> Result<Option<String>, Error> {
        Ok(tenants::find(tx).await?.map(|tenant| tenant.name))
    }

    async fn standing(&self, tx: &mut TenantTx) -> Result<Option<Arc<TenantStanding>>, Error> {
        let Some(tenant) = tenants::find(tx).await? else { return Ok(None) };
        let overrides = overrides::all(tx).await?;
        let tier = self.tier_of(&tenant)?;
        Ok(Some(Arc::new(TenantStanding {
            tier: Arc::clone(&tier.name),
            status: tenant.status_at(self.clock.now()),
            operator: tenant.operator,
            entitlements: resolve(&self.catalogue, tier, &overrides),
        })))
    }
}

#[async_trait]
impl TenantDirectory for Tenants {
    async fn tenants(&self) -> Result<Vec<TenantId>, Error> {
        let mut tx = self.database.begin_unscoped().await?;
        tenants::ids(&mut tx).await
    }
}
